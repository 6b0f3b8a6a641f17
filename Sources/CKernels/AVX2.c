#include <float.h>
#include <string.h>

#include "Table.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define NAME "AVX2"
#define TABLE ck_avx2
#define LANES 4
#define HAS_FMA 1
#define PRODUCT_LIMIT (1 << 18)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "Version.h"
#pragma clang attribute pop
#endif
