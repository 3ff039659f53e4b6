/* lists/mof_text.h -- how Japan's list writes names, dates and states inside a
 * cell: Japanese and English mixed, enumerated, in brackets, by lines.
 * Shape: pieces of one cell; texts live in the arena. */
#ifndef SJ_LISTS_MOF_TEXT_H
#define SJ_LISTS_MOF_TEXT_H
#include "lists/reader.h"

/* Full-width ASCII becomes ASCII, the ideographic space a space, whatever dash
 * stands between two ASCII letters or digits a hyphen. */
SJ_MUST sj_status sj_mof_narrow(sj_arena *a, sj_str text, sj_str *ret);
/* Adds the names of one cell. `kind` is what the column says; "f.k.a." and the
 * like change it. Kana names of a primary or an alias are translations with
 * language "ja"; other scripts in brackets are names in the original script.
 * Errors: SJ_ELIMIT (over 2,000 names of an entity), SJ_ENOMEM. */
SJ_MUST sj_status sj_mof_names(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str cell);
/* "1955年-1958年頃" and its kin; false if no year is in it. */
bool sj_mof_date(sj_str item, sj_date_range *ret);
/* A date that leaves out what the one before it said: "10月22日" or "31日" behind
 * 1967年12月22日, "59" and "60年" behind 1958. False if it is none of these. */
bool sj_mof_date_after(sj_str item, sj_date last, sj_date_range *ret);
/* Alpha-2 of a Japanese (or any other) name of a state, in its short or full
 * form, perhaps with words behind a mark; empty if not known. */
sj_str sj_mof_country(sj_str text);
/* Length of the longest name of a state that `s` begins with, 0 if none; *ret is
 * its alpha-2 (set only then). A name ends where its script does. */
size_t sj_mof_leading_state(sj_str s, sj_str *ret);
/* The state of a place: the name begins with it ("北朝鮮平壌特別市"), or it stands
 * last ("Tunis, Tunisia", "モスクワ(ロシア)"); empty where these are two states. */
sj_str sj_mof_place_country(sj_str text);
/* The pieces of a cell that enumerates by "(a)", "(b)" ... or by lines. */
SJ_MUST sj_status sj_mof_items(sj_arena *a, sj_str cell, sj_str **ret, size_t *ret_count);
/* "不明" (unknown), "なし" (none) and blanks say nothing. */
bool sj_mof_is_nothing(sj_str text);
#endif
