#include <string.h>

#include "Table.h"

static const struct ck_version *versions[4];
static const struct ck_version *selected;

__attribute__((constructor)) static void choose(void) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (has_fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    versions[count++] = &ck_avx512;
  }
  if (has_fma) versions[count++] = &ck_avx2;
#endif
  versions[count] = &ck_baseline;
  selected = versions[0];
}

const char *ck_name(void) { return selected->name; }

const char *ck_available(size_t index) {
  for (size_t i = 0; versions[i] != NULL; ++i) {
    if (i == index) return versions[i]->name;
  }
  return NULL;
}

bool ck_select(const char *name) {
  for (size_t i = 0; versions[i] != NULL; ++i) {
    if (strcmp(versions[i]->name, name) == 0) {
      selected = versions[i];
      return true;
    }
  }
  return false;
}

ptrdiff_t ck_vector_width(void) { return selected->vector_width; }

ptrdiff_t ck_product_limit(void) { return selected->product_limit; }

void ck_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_factor a, struct ck_factor b,
    double beta, double *c, ptrdiff_t leading) {
  selected->product(m, n, k, alpha, a, b, beta, c, leading);
}

void ck_combine(
    ptrdiff_t count, double *result, const double *start, double scale, ptrdiff_t terms,
    const double *coefficients, const struct ck_vectors *vectors) {
  selected->combine(count, result, start, scale, terms, coefficients, vectors);
}

void ck_transpose(
    ptrdiff_t m, ptrdiff_t n, const double *x, ptrdiff_t x_leading, double *y, ptrdiff_t y_leading) {
  selected->transpose(m, n, x, x_leading, y, y_leading);
}

ptrdiff_t ck_pair_size(struct ck_pair pair) { return selected->pair_size(pair); }

void ck_pair_layout(struct ck_pair pair, ptrdiff_t offsets[7], ptrdiff_t leading[2]) {
  selected->pair_layout(pair, offsets, leading);
}

double ck_pair_evaluate(struct ck_pair pair, double *memory) {
  return selected->pair_evaluate(pair, memory);
}

void ck_pair_gradient(struct ck_pair pair, double *memory, double *output, double *input) {
  selected->pair_gradient(pair, memory, output, input);
}

double ck_pair_velocity(
    struct ck_pair pair, double *memory, const double *factors, double *velocity) {
  return selected->pair_velocity(pair, memory, factors, velocity);
}

ptrdiff_t ck_pair_descend(
    struct ck_pair pair, double *memory, double step_size, ptrdiff_t count, struct ck_bounds bounds,
    double *loss) {
  return selected->pair_descend(pair, memory, step_size, count, bounds, loss);
}

double ck_modes_evaluate(struct ck_modes modes) { return selected->modes_evaluate(modes); }

ptrdiff_t ck_modes_descend(
    struct ck_modes modes, double step_size, ptrdiff_t count, struct ck_bounds bounds, double *loss) {
  return selected->modes_descend(modes, step_size, count, bounds, loss);
}

void ck_lanes_evaluate(struct ck_lanes lanes, double *memory, double *loss) {
  selected->lanes_evaluate(lanes, memory, loss);
}

ptrdiff_t ck_lanes_descend(
    struct ck_lanes lanes, double *memory, ptrdiff_t count, const struct ck_bounds *bounds, double *loss) {
  return selected->lanes_descend(lanes, memory, count, bounds, loss);
}

void ck_lane_distances(ptrdiff_t count, const double *x, const double *y, double *result) {
  selected->lane_distances(count, x, y, result);
}

bool ck_lane_singular_values(
    ptrdiff_t length, ptrdiff_t columns, double *matrix, double *values) {
  return selected->lane_singular_values(length, columns, matrix, values);
}
