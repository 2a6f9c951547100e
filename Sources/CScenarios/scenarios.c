// SPDX-License-Identifier: Apache-2.0
#include "CScenarios.h"

static const unsigned char goods_table[] = {
#embed "../../Examples/scenarios/goods.csv"
};
static const unsigned char materials_table[] = {
#embed "../../Examples/scenarios/materials.csv"
};
static const unsigned char covers_table[] = {
#embed "../../Examples/scenarios/covers.csv"
};
static const unsigned char schemes_table[] = {
#embed "../../Examples/scenarios/schemes.csv"
};
static const unsigned char profiles_table[] = {
#embed "../../Examples/scenarios/profiles.csv"
};
static const unsigned char destinations_table[] = {
#embed "../../Examples/scenarios/destinations.csv"
};
static const unsigned char offices_table[] = {
#embed "../../Examples/scenarios/offices.csv"
};
static const unsigned char seasons_table[] = {
#embed "../../Examples/scenarios/seasons.csv"
};
static const unsigned char settings_table[] = {
#embed "../../Examples/scenarios/settings.csv"
};
static const unsigned char currencies_table[] = {
#embed "../../Examples/scenarios/currencies.csv"
};
static const unsigned char names_table[] = {
#embed "../../Examples/scenarios/names.csv"
};

static const struct assay_scenario_table tables[] = {
  {"goods.csv", goods_table, sizeof(goods_table)},
  {"materials.csv", materials_table, sizeof(materials_table)},
  {"covers.csv", covers_table, sizeof(covers_table)},
  {"schemes.csv", schemes_table, sizeof(schemes_table)},
  {"profiles.csv", profiles_table, sizeof(profiles_table)},
  {"destinations.csv", destinations_table, sizeof(destinations_table)},
  {"offices.csv", offices_table, sizeof(offices_table)},
  {"seasons.csv", seasons_table, sizeof(seasons_table)},
  {"settings.csv", settings_table, sizeof(settings_table)},
  {"currencies.csv", currencies_table, sizeof(currencies_table)},
  {"names.csv", names_table, sizeof(names_table)},
};
const size_t assay_scenario_table_count = sizeof(tables) / sizeof(tables[0]);

const struct assay_scenario_table *assay_scenario_table_at(size_t index) { return &tables[index]; }
