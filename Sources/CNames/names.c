// SPDX-License-Identifier: Apache-2.0
#include "CNames.h"

static const unsigned char transliteration[] = {
#embed "../../Reference/names/transliteration.txt"
};
assay_names_table assay_names_transliteration(void) { return (assay_names_table){transliteration, sizeof(transliteration)}; }

static const unsigned char legal_forms[] = {
#embed "../../Reference/names/legal_forms.tsv"
};
assay_names_table assay_names_legal_forms(void) { return (assay_names_table){legal_forms, sizeof(legal_forms)}; }

static const unsigned char words[] = {
#embed "../../Reference/names/name_words.tsv"
};
assay_names_table assay_names_words(void) { return (assay_names_table){words, sizeof(words)}; }

static const unsigned char own_words[] = {
#embed "../../Reference/names/own_words.tsv"
};
assay_names_table assay_names_own_words(void) { return (assay_names_table){own_words, sizeof(own_words)}; }

static const unsigned char han_words[] = {
#embed "../../Reference/names/han_company_words.tsv"
};
assay_names_table assay_names_han_words(void) { return (assay_names_table){han_words, sizeof(han_words)}; }

static const unsigned char frequency[] = {
#embed "../../Reference/names/token_frequency.tsv"
};
assay_names_table assay_names_frequency(void) { return (assay_names_table){frequency, sizeof(frequency)}; }

static const unsigned char countries[] = {
#embed "../../Reference/names/countries.tsv"
};
assay_names_table assay_names_countries(void) { return (assay_names_table){countries, sizeof(countries)}; }

static const unsigned char model[] = {
#embed "../../Reference/names/name_model.tsv"
};
assay_names_table assay_names_model(void) { return (assay_names_table){model, sizeof(model)}; }

static const unsigned char address_words[] = {
#embed "../../Reference/names/address_words.tsv"
};
assay_names_table assay_names_address_words(void) { return (assay_names_table){address_words, sizeof(address_words)}; }
