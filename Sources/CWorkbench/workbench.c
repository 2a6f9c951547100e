// SPDX-License-Identifier: Apache-2.0
#include "CWorkbench.h"

// One stylesheet, kept in parts.
const unsigned char assay_workbench_css[] = {
#embed "assets/frame.css"
,
#embed "assets/parts.css"
,
#embed "assets/plots.css"
,
#embed "assets/pages.css"
};
const size_t assay_workbench_css_size = sizeof(assay_workbench_css);

const unsigned char assay_workbench_js[] = {
#embed "assets/workbench.js"
};
const size_t assay_workbench_js_size = sizeof(assay_workbench_js);

const unsigned char assay_explore_js[] = {
#embed "assets/explore.js"
};
const size_t assay_explore_js_size = sizeof(assay_explore_js);

// One table of words, kept in parts: the frame and the desk's pages, then the pages on law, parties, licences and flows.
const unsigned char assay_workbench_words[] = {
#embed "assets/words.tsv"
,
#embed "assets/words-pages.tsv"
};
const size_t assay_workbench_words_size = sizeof(assay_workbench_words);
