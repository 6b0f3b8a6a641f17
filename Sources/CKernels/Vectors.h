// The vector of one kernel version, LANES doubles, and what differs between processors about it.

#define INLINE static inline __attribute__((always_inline))

typedef double vec __attribute__((ext_vector_type(LANES)));
typedef long long ivec __attribute__((ext_vector_type(LANES)));
typedef vec vec_in_memory __attribute__((aligned(8)));

INLINE vec load(const double *p) { return *(const vec_in_memory *)p; }
INLINE void store(double *p, vec x) { *(vec_in_memory *)p = x; }

/// x y + z; fused where the processor can.
INLINE vec multiply_add(vec x, vec y, vec z) {
#if HAS_FMA
  return __builtin_elementwise_fma(x, y, z);
#else
  return x * y + z;
#endif
}

/// The sum of the elements, always in the same order.
INLINE double sum_of(vec x) {
  double sum = x[0];
  for (int i = 1; i < LANES; ++i) sum += x[i];
  return sum;
}

/// All bits in the first `count` lanes, none in the others.
INLINE ivec first_lanes(ptrdiff_t count) {
  ivec mask;
  for (int i = 0; i < LANES; ++i) mask[i] = i < count ? -1 : 0;
  return mask;
}

/// The first `count` elements at p, zeros in the other lanes; what lies beyond is not touched.
INLINE vec load_first(const double *p, ptrdiff_t count) {
#if LANES == 8
  return (vec)_mm512_maskz_loadu_pd((__mmask8)((1u << count) - 1), p);
#elif LANES == 4
  return (vec)_mm256_maskload_pd(p, (__m256i)first_lanes(count));
#else
  return count == 1 ? (vec){p[0], 0} : load(p);
#endif
}

/// Writes the first `count` lanes, at least one.
INLINE void store_first(double *p, vec x, ptrdiff_t count) {
#if LANES == 8
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1), (__m512d)x);
#else
  if (count == LANES) return store(p, x);
  for (int i = 0; i < LANES - 1; ++i) {
    if (i < count) p[i] = x[i];
  }
#endif
}
