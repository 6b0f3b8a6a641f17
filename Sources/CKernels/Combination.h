// Linear combinations in one pass.

static void combine(
    ptrdiff_t count, double *result, const double *start, double scale, ptrdiff_t terms,
    const double *coefficients, const struct ck_vectors *vectors) {
  for (ptrdiff_t i = 0; i < count; i += LANES) {
    const ptrdiff_t valid = count - i < LANES ? count - i : LANES;
    vec sum = (vec)0.0;
    if (valid == LANES) {
      for (ptrdiff_t j = 0; j < terms; ++j) {
        sum = multiply_add((vec)coefficients[j], load(vectors->start[j] + i), sum);
      }
      store(result + i, multiply_add((vec)scale, sum, start ? load(start + i) : (vec)0.0));
    } else {
      for (ptrdiff_t j = 0; j < terms; ++j) {
        sum = multiply_add((vec)coefficients[j], load_first(vectors->start[j] + i, valid), sum);
      }
      const vec begin = start ? load_first(start + i, valid) : (vec)0.0;
      store_first(result + i, multiply_add((vec)scale, sum, begin), valid);
    }
  }
}
