/* base/banned.h -- calls that do not compile in this library. The build forces
 * it in front of every file under src/ (-include), so nobody can forget it.
 *
 * Poison also strikes the headers that declare these names, hence those come
 * first: their guards make later includes of them empty. Exceptions are given
 * by the build, never by a file: SJ_ALLOW_MALLOC to base/mem.c, the one seam
 * where allocation can be made to fail; SJ_ALLOW_OUTPUT to src/cli, which alone
 * prints and exits. Not chosen: function-like macros (they miss `&malloc`). */
#ifndef SJ_BASE_BANNED_H
#define SJ_BASE_BANNED_H
#include <ctype.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
/* Some C libraries make these macros; undefined, the function remains. */
#undef sprintf
#undef vsprintf
#undef asprintf
#undef vasprintf
#undef printf
#undef vprintf
#undef isalpha
#undef isdigit
#undef isalnum
#undef isspace
#undef isupper
#undef islower
#undef ispunct
#undef isxdigit
#undef toupper
#undef tolower
/* Without bounds, or with bounds that surprise. */
#pragma GCC poison strcpy stpcpy strcat sprintf vsprintf gets strncpy strncat
/* Hidden state, or no way to report an error. */
#pragma GCC poison strtok strerror atoi atol atoll atof srand tmpnam mktemp
/* Locale and time zone. */
#pragma GCC poison setlocale localtime localtime_r gmtime gmtime_r mktime ctime asctime strftime
#pragma GCC poison isalpha isdigit isalnum isspace isupper islower ispunct isxdigit
#pragma GCC poison toupper tolower strcoll strxfrm strcasecmp strncasecmp
#ifndef SJ_ALLOW_MALLOC
#pragma GCC poison malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf
#pragma GCC poison posix_memalign aligned_alloc memalign valloc
#endif
#ifndef SJ_ALLOW_OUTPUT
#pragma GCC poison printf vprintf putchar perror exit quick_exit abort
#endif
#endif
