/* sojourn/liststore.h -- a folder of lists: what `--lists DIR` means, how a new
 * version of a list takes the place of the old one, how two versions differ.
 *
 * Shape:  DIR is any folder of list files in official formats (folders in it
 *         are looked at too), or one that import manages, or both:
 *             DIR/NAME/meta.json          what is known of the list
 *             DIR/NAME/<hash>/<files>     the current version, as downloaded
 *             DIR/NAME/<hash>/<files>     the version before it
 *         meta.json says which is which and is replaced last, by a rename: a
 *         reader sees the old list or the new one, also of four files, and a
 *         crash leaves the old one. */
#ifndef SOJOURN_LISTSTORE_H
#define SOJOURN_LISTSTORE_H
#include "sojourn/lists.h"

/* What is kept beside a managed list. Texts may be empty. */
typedef struct sj_list_meta {
    sj_str name;
    sj_list_format format;
    sj_str authority, version, hash;
    uint64_t entities, names; /* names: of all entities; 0 in an older meta.json */
    sj_str fetched_at, url, etag, last_modified;
    sj_str current, previous; /* folder names of the versions */
} sj_list_meta;

typedef struct sj_store_item {
    sj_str name;       /* managed: the folder; else from the files' names */
    sj_list_meta meta; /* managed lists only; else format, if recognised */
    sj_str *path;      /* files, NUL-terminated; lives as long as the arena */
    size_t path_count;
    bool managed;
    bool is_list;        /* false: a file that is no list; problem says why */
    const char *problem; /* constant text, NULL if none */
} sj_store_item;

typedef struct sj_store {
    sj_store_item *item; /* sorted by first path */
    size_t count;
} sj_store;

/* Looks into DIR (or takes the one file it names). Nothing is read whole: a file
 * that is damaged later on is found by sj_store_read.
 * Errors: SJ_ENOTFOUND, SJ_EIO, SJ_ECORRUPT (a meta.json), SJ_ENOMEM, SJ_ELIMIT. */
SJ_API SJ_MUST sj_status sj_store_open(const char *dir, sj_arena *arena, sj_store *ret,
                                       sj_diag *reterr_diag);
/* Reads one item whole; the list bears the item's name. A managed list whose
 * bytes no longer have the hash of meta.json is SJ_ECORRUPT. */
SJ_API SJ_MUST sj_status sj_store_read(const sj_store_item *item, sj_arena *arena, sj_list *ret,
                                       sj_diag *reterr_diag);
/* meta.json of DIR/NAME; SJ_ENOTFOUND if there is none. */
SJ_API SJ_MUST sj_status sj_store_meta(const char *dir, sj_str name, sj_arena *arena,
                                       sj_list_meta *ret, sj_diag *reterr_diag);

typedef struct sj_import_options {
    sj_list_format expected;                     /* SJ_LIST_UNKNOWN: recognise */
    bool accept_shrink;                          /* take a list that lost more than a tenth */
    sj_str url, etag, last_modified, fetched_at; /* kept in meta.json; fetched_at: now if empty */
} sj_import_options;
typedef struct sj_import_result {
    uint64_t entities_before, entities; /* before: 0 if the list is new */
    uint64_t names_before, names;
    bool unchanged; /* the same bytes as the current version */
    sj_list_meta meta;
    const sj_str *warning; /* of the list that was read; in the arena */
    size_t warning_count;
} sj_import_result;
/* Reads PATH whole and makes it the current version of DIR/NAME. NAME has
 * letters, digits, '-', '_' and '.', and does not begin with '.'.
 * Errors: all of sj_list_read; SJ_EREFUSED if the list has fewer than nine
 * tenths of the entities or of the names it had (OFAC's four files without
 * alt.csv have every entry and no alias); then *ret still holds the numbers;
 * SJ_EINVAL (name), SJ_EIO. The store is unchanged on every error. */
SJ_API SJ_MUST sj_status sj_store_import(const char *dir, sj_str name, const char *path,
                                         const sj_import_options *options, sj_arena *arena,
                                         sj_import_result *ret, sj_diag *reterr_diag);
/* Stores that a list was looked for and is still the same (HTTP 304). */
SJ_API SJ_MUST sj_status sj_store_touch(const char *dir, sj_str name, sj_str fetched_at,
                                        sj_arena *arena, sj_diag *reterr_diag);

/* ---- differences ---- */
typedef struct sj_list_field_change {
    sj_str field;         /* "name", "date", "identifier", "place", "link", "listing", "fact",
                             "schema" */
    sj_str before, after; /* the values that went and that came, one a line */
} sj_list_field_change;
typedef struct sj_list_change {
    sj_str id, name; /* name: the first of the entity (new version if there is one) */
    sj_list_field_change *field;
    size_t field_count; /* 0 for added and removed */
} sj_list_change;
typedef struct sj_list_difference {
    sj_list_change *added, *changed, *removed; /* each sorted by id */
    size_t added_count, changed_count, removed_count;
} sj_list_difference;
/* What the second list says that the first did not. Order of values inside an
 * entity does not count. Errors: SJ_ENOMEM. Everything lives in the arena. */
SJ_API SJ_MUST sj_status sj_list_diff(const sj_list *before, const sj_list *after, sj_arena *arena,
                                      sj_list_difference *ret);
#endif
