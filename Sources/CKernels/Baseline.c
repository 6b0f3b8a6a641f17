#include <float.h>
#include <string.h>

#include "Table.h"

#if defined(__aarch64__)
#define NAME "NEON"
#define HAS_FMA 1
#elif defined(__x86_64__)
#define NAME "SSE2"
#define HAS_FMA 0
#else
#define NAME "portable"
#define HAS_FMA 0
#endif
#define PRODUCT_LIMIT (1 << 11)
#define TABLE ck_baseline
#define LANES 2
#include "Version.h"
