// The transpose of a matrix, by square blocks of vectors that stay in registers.

/// The transpose of one square block of vectors.
INLINE void transpose_block(const double *x, ptrdiff_t x_leading, double *y, ptrdiff_t y_leading) {
  vec a[LANES], b[LANES];
#pragma clang loop unroll(full)
  for (int i = 0; i < LANES; ++i) a[i] = load(x + i * x_leading);
#if LANES == 8
  // Halves of four, then pairs, then single elements change places.
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; ++i) {
    b[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    b[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4) {
#pragma clang loop unroll(full)
    for (int j = i; j < i + 2; ++j) {
      a[j] = __builtin_shufflevector(b[j], b[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[j + 2] = __builtin_shufflevector(b[j], b[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
#elif LANES == 4
#pragma clang loop unroll(full)
  for (int j = 0; j < 2; ++j) {
    b[j] = __builtin_shufflevector(a[j], a[j + 2], 0, 1, 4, 5);
    b[j + 2] = __builtin_shufflevector(a[j], a[j + 2], 2, 3, 6, 7);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i += 2) {
    a[i] = __builtin_shufflevector(b[i], b[i + 1], 0, 4, 2, 6);
    a[i + 1] = __builtin_shufflevector(b[i], b[i + 1], 1, 5, 3, 7);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; ++i) b[i] = a[i];
#else
  b[0] = __builtin_shufflevector(a[0], a[1], 0, 2);
  b[1] = __builtin_shufflevector(a[0], a[1], 1, 3);
#endif
#pragma clang loop unroll(full)
  for (int i = 0; i < LANES; ++i) store(y + i * y_leading, b[i]);
}

/// Rows and columns of what is transposed before the next part is looked at, so that its cache lines are used up.
enum { TRANSPOSE_TILE = 64 };

/// y = x^T for an m x n matrix x.
static void transpose(
    ptrdiff_t m, ptrdiff_t n, const double *x, ptrdiff_t x_leading, double *y, ptrdiff_t y_leading) {
  for (ptrdiff_t j = 0; j < n; j += TRANSPOSE_TILE) {
    const ptrdiff_t last_column = j + TRANSPOSE_TILE < n ? j + TRANSPOSE_TILE : n;
    for (ptrdiff_t i = 0; i < m; i += TRANSPOSE_TILE) {
      const ptrdiff_t last_row = i + TRANSPOSE_TILE < m ? i + TRANSPOSE_TILE : m;
      ptrdiff_t l = j;
      for (; l + LANES <= last_column; l += LANES) {
        ptrdiff_t k = i;
        for (; k + LANES <= last_row; k += LANES) {
          transpose_block(x + k + l * x_leading, x_leading, y + l + k * y_leading, y_leading);
        }
        for (; k < last_row; ++k) {
          for (ptrdiff_t c = l; c < l + LANES; ++c) y[c + k * y_leading] = x[k + c * x_leading];
        }
      }
      for (; l < last_column; ++l) {
        for (ptrdiff_t k = i; k < last_row; ++k) y[l + k * y_leading] = x[k + l * x_leading];
      }
    }
  }
}
