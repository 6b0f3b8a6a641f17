// What every version of the kernels answers to.
#ifndef DEEPLINEAR_CKERNELS_TABLE_H
#define DEEPLINEAR_CKERNELS_TABLE_H

#include "CKernels.h"

struct ck_version {
  const char *name;
  ptrdiff_t vector_width;
  ptrdiff_t product_limit;
  void (*product)(
      ptrdiff_t, ptrdiff_t, ptrdiff_t, double, struct ck_factor, struct ck_factor, double, double *,
      ptrdiff_t);
  void (*combine)(
      ptrdiff_t, double *, const double *, double, ptrdiff_t, const double *,
      const struct ck_vectors *);
  void (*transpose)(
      ptrdiff_t, ptrdiff_t, const double *, ptrdiff_t, double *, ptrdiff_t);
  ptrdiff_t (*pair_size)(struct ck_pair);
  void (*pair_layout)(struct ck_pair, ptrdiff_t *, ptrdiff_t *);
  double (*pair_evaluate)(struct ck_pair, double *);
  void (*pair_gradient)(struct ck_pair, double *, double *, double *);
  double (*pair_velocity)(struct ck_pair, double *, const double *, double *);
  ptrdiff_t (*pair_descend)(
      struct ck_pair, double *, double, ptrdiff_t, struct ck_bounds, double *);
  double (*modes_evaluate)(struct ck_modes);
  ptrdiff_t (*modes_descend)(struct ck_modes, double, ptrdiff_t, struct ck_bounds, double *);
  void (*lanes_evaluate)(struct ck_lanes, double *, double *);
  ptrdiff_t (*lanes_descend)(
      struct ck_lanes, double *, ptrdiff_t, const struct ck_bounds *, double *);
  void (*lane_distances)(ptrdiff_t, const double *, const double *, double *);
  bool (*lane_singular_values)(ptrdiff_t, ptrdiff_t, double *, double *);
};

#if defined(__x86_64__)
extern const struct ck_version ck_avx512;
extern const struct ck_version ck_avx2;
#endif
extern const struct ck_version ck_baseline;

#endif
