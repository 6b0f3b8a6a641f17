#include "CKernels.h"

/// Four partial sums, in an order that does not depend on the processor.
static double dot(ptrdiff_t width, const double *restrict a, const double *restrict b) {
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  ptrdiff_t k = 0;
  for (; k + 4 <= width; k += 4) {
    s0 += a[k] * b[k];
    s1 += a[k + 1] * b[k + 1];
    s2 += a[k + 2] * b[k + 2];
    s3 += a[k + 3] * b[k + 3];
  }
  for (; k < width; k++) s0 += a[k] * b[k];
  return (s0 + s1) + (s2 + s3);
}

void ck_sparse_entries(
    ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *starts, const int32_t *columns, ptrdiff_t width,
    const double *left, const double *right, const double *subtracted, double *values) {
  for (ptrdiff_t i = first; i < last; i++) {
    const double *row = left + i * width;
    for (ptrdiff_t k = starts[i]; k < starts[i + 1]; k++) {
      double product = dot(width, row, right + columns[k] * width);
      values[k] = subtracted ? product - subtracted[k] : product;
    }
  }
}

void ck_sparse_sums(
    ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *starts, const int32_t *others, const int32_t *places,
    ptrdiff_t width, const double *values, const double *source, double *result) {
  for (ptrdiff_t i = first; i < last; i++) {
    double *restrict sum = result + i * width;
    for (ptrdiff_t l = 0; l < width; l++) sum[l] = 0;
    for (ptrdiff_t k = starts[i]; k < starts[i + 1]; k++) {
      double value = values[places ? places[k] : k];
      const double *restrict column = source + others[k] * width;
      for (ptrdiff_t l = 0; l < width; l++) sum[l] += value * column[l];
    }
  }
}
