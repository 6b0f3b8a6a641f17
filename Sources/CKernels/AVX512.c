#include <float.h>
#include <string.h>

#include "Table.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define NAME "AVX-512"
#define TABLE ck_avx512
#define LANES 8
#define HAS_FMA 1
#define PRODUCT_LIMIT (1 << 24)
#pragma clang attribute push(                                                            \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#include "Version.h"
#pragma clang attribute pop
#endif
