/* lists/unread.h -- what a list says and no reader asked for: a format that grows
 * an element or attribute loses nothing, and whoever imports it hears of it.
 *
 * Shape:  records/xml.h notes which texts and attributes of a record were asked for;
 *         the rest, but for what the reader's table leaves out, is kept and counted by
 *         its path ("aka/uid", "nameAlias@strong"): the last two names. Columns of tables and keys
 * of JSON that no mapping knows are counted by their names. Limit:  100 paths are told apart; the
 * values of others are counted together. */
#ifndef SJ_LISTS_UNREAD_H
#define SJ_LISTS_UNREAD_H
#include "lists/builder.h"

/* After a record was read: adds the facts to b->e if `e` is set, and counts. */
void sj_unread_record(sj_builder *b, const sj_list_reader *reader, const sj_xml_node *n, bool keep);
/* A text outside of all records; it has no entity to be kept with. */
void sj_unread_outside(sj_builder *b, const sj_list_reader *reader, sj_str path);
/* A value that became a fact because its element was not known there. */
void sj_unread_kept(sj_builder *b, sj_str path);
void sj_unread_forget(sj_builder *b);
/* One line a path into the list's warnings, unless the reading failed; forgets them.
 * The status of both. */
SJ_MUST sj_status sj_unread_end(sj_builder *b, sj_status so_far);
#endif
