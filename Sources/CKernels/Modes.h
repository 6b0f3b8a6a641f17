// Independent scalar networks w_N ... w_1, one to a vector lane: factor j of mode i is at w[i + j * stride].

/// The factors' products without factor j, in place of the factors; returns the product of all.
INLINE vec form_products_of_others(const vec *w, vec *others, const ptrdiff_t depth) {
  vec before = w[0];
  others[0] = (vec)1.0;
  for (ptrdiff_t j = 1; j < depth; ++j) {
    others[j] = before;
    before *= w[j];
  }
  vec after = w[depth - 1];
  for (ptrdiff_t j = depth - 2; j > 0; --j) {
    others[j] *= after;
    after *= w[j];
  }
  if (depth > 1) others[0] = after;
  return before;
}

INLINE vec product_of_factors(const double *w, ptrdiff_t stride, const ptrdiff_t depth) {
  vec product = load(w);
  for (ptrdiff_t j = 1; j < depth; ++j) product *= load(w + j * stride);
  return product;
}

/// The part of a vector of modes in twice the loss.
INLINE vec mode_losses(struct ck_modes modes, ptrdiff_t i, vec strength) {
  const vec deviation = strength - load(modes.limits + i);
  return load(modes.weights + i) * deviation * deviation;
}

static double modes_evaluate(struct ck_modes modes) {
  vec sum = (vec)0.0;
  for (ptrdiff_t i = 0; i < modes.stride; i += LANES) {
    const vec strength = product_of_factors(modes.factors + i, modes.stride, modes.depth);
    store(modes.strengths + i, strength);
    sum += mode_losses(modes, i, strength);
  }
  return modes.constant + sum_of(sum) / 2;
}

/// One step of every mode; returns twice the loss after it, without the constant.
INLINE double step_modes(
    struct ck_modes modes, double step_size, const ptrdiff_t depth, vec *w, vec *others) {
  vec sum = (vec)0.0;
  for (ptrdiff_t i = 0; i < modes.stride; i += LANES) {
    double *const factors = modes.factors + i;
    for (ptrdiff_t j = 0; j < depth; ++j) w[j] = load(factors + j * modes.stride);
    const vec strength = form_products_of_others(w, others, depth);
    const vec residual = multiply_add(load(modes.scales + i), strength, -load(modes.targets + i));
    const vec scaled = (vec)(-step_size) * residual;
    for (ptrdiff_t j = 0; j < depth; ++j) {
      w[j] = multiply_add(scaled, others[j], w[j]);
      store(factors + j * modes.stride, w[j]);
    }
    vec next = w[0];
    for (ptrdiff_t j = 1; j < depth; ++j) next *= w[j];
    store(modes.strengths + i, next);
    sum += mode_losses(modes, i, next);
  }
  return sum_of(sum);
}

INLINE ptrdiff_t descend_modes(
    struct ck_modes modes, double step_size, ptrdiff_t count, struct ck_bounds bounds, double *loss,
    const ptrdiff_t depth, vec *w, vec *others) {
  ptrdiff_t taken = 0;
  bool goes_on = true;
  while (goes_on && taken < count) {
    *loss = modes.constant + step_modes(modes, step_size, depth, w, others) / 2;
    goes_on = *loss <= bounds.limit && !(*loss <= bounds.threshold);
    ++taken;
  }
  return taken;
}

// The factors of shallow networks stay in registers.
#define DEPTH_CASE(depth)                                                              \
  case depth: {                                                                        \
    vec w[depth], others[depth];                                                       \
    return descend_modes(modes, step_size, count, bounds, loss, depth, w, others); \
  }

static ptrdiff_t modes_descend(
    struct ck_modes modes, double step_size, ptrdiff_t count, struct ck_bounds bounds, double *loss) {
  switch (modes.depth) {
    DEPTH_CASE(1)
    DEPTH_CASE(2)
    DEPTH_CASE(3)
    DEPTH_CASE(4)
    DEPTH_CASE(5)
    DEPTH_CASE(6)
    default: {
      vec *const w = (vec *)modes.scratch;
      return descend_modes(
          modes, step_size, count, bounds, loss, modes.depth, w, w + modes.depth);
    }
  }
}
