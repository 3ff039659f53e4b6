/* cli/map.h -- a map of the world as inline SVG, one value a state.
 * Shape:  outlines in whole units of a picture 1,800 wide and 820 high, rings ended by
 *         SJ_MAP_END; small states have a place for their label and no outline.
 * Source: data/map.tsv (Natural Earth, public domain). */
#ifndef SJ_CLI_MAP_H
#define SJ_CLI_MAP_H
#include "base/base.h"

enum { SJ_MAP_END = -32768, SJ_MAP_WIDTH = 1800, SJ_MAP_HEIGHT = 820 };
typedef struct sj_map_point {
    int16_t x, y;
} sj_map_point;
typedef struct sj_map_country {
    char alpha2[3];
    int16_t x, y; /* of the label */
    uint32_t first, count;
} sj_map_country;
extern const sj_map_point sj_map_points[];
extern const sj_map_country sj_map_countries[];
extern const size_t sj_map_countries_count;

typedef struct sj_map_value {
    sj_str alpha2, label;
    double value; /* above 0 */
} sj_map_value;
/* States are shaded by the power of ten of their value, with a legend, and labelled; a
 * value whose state the map does not know is left out, as *ret_shown tells. At most 64. */
void sj_map_draw(sj_buf *to, sj_str title, const sj_map_value *value, size_t count,
                 size_t *ret_shown);
#endif
