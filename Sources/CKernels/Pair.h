// Gradient descent of two factors, W = U V^T, on a quadratic loss whose input covariance is diagonal, the scales, or
// given, whole steps in the first caches. All matrices are padded with zeros to whole vectors, so no load needs a mask.

/// Where the parts of a pair's memory begin.
struct pair_parts {
  ptrdiff_t rows;     ///< p rounded up to whole vectors
  ptrdiff_t columns;  ///< d rounded up to whole vectors
  double *u, *v, *next_u, *next_v;
  double *w, *target, *minimizer, *scales, *covariance;
  /// What U and V are multiplied by: H = G, or G - W / 2 with a penalty, its transpose, and the Gramians
  /// U U^T - lambda I and V V^T + lambda I.
  double *h, *h_transpose, *left, *right;
};

INLINE ptrdiff_t padded(ptrdiff_t count) { return (count + LANES - 1) / LANES * LANES; }

/// The parts of the memory at `base`; returns the number of doubles in all.
INLINE ptrdiff_t lay_out_pair(struct ck_pair pair, double *base, struct pair_parts *parts) {
  const ptrdiff_t rows = padded(pair.p), columns = padded(pair.d);
  double *next = base;
  parts->rows = rows;
  parts->columns = columns;
#define PART(name, count) parts->name = next, next += (count)
  PART(u, rows * pair.r);
  PART(v, columns * pair.r);
  PART(target, rows * pair.d);
  PART(minimizer, rows * pair.d);
  PART(scales, columns);
  PART(covariance, pair.correlated ? columns * pair.d : 0);
  PART(w, rows * pair.d);
  PART(next_u, rows * pair.r);
  PART(next_v, columns * pair.r);
  PART(h, rows * columns);
  PART(h_transpose, columns * rows);
  PART(left, pair.penalised ? rows * pair.p : 0);
  PART(right, pair.penalised ? columns * pair.d : 0);
#undef PART
  return next - base;
}

static ptrdiff_t pair_size(struct ck_pair pair) {
  struct pair_parts parts;
  return lay_out_pair(pair, NULL, &parts);
}

static void pair_layout(struct ck_pair pair, ptrdiff_t offsets[7], ptrdiff_t leading[2]) {
  struct pair_parts parts;
  double *const base = (double *)64;  // only differences count
  lay_out_pair(pair, base, &parts);
  const double *const starts[] = {
      parts.u, parts.v, parts.target, parts.minimizer, parts.scales, parts.w, parts.covariance};
  for (int i = 0; i < 7; ++i) offsets[i] = starts[i] - base;
  leading[0] = parts.rows;
  leading[1] = parts.columns;
}

/// result = addend + alpha x op(y), all padded; x has `rows` rows, a whole number of vectors.
INLINE void padded_product(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha, const double *x, const double *y,
    ptrdiff_t y_leading, bool y_transposed, double beta, const double *addend, double *result) {
  for (ptrdiff_t i = 0; i < rows; i += 3 * LANES) {
    const ptrdiff_t left = (rows - i) / LANES;
    struct tile t = {
        .inner = inner,
        .left = x + i,
        .left_leading = rows,
        .right = y,
        .right_row = y_transposed ? y_leading : 1,
        .right_column = y_leading,
        .alpha = alpha,
        .beta = beta,
        .addend = addend + i,
        .result = result + i,
        .leading = rows,
        .last = LANES,
    };
    compute_block(left < 3 ? (int)left : 3, columns, y_transposed, true, t);
  }
}

INLINE void add_to_diagonal(double *x, ptrdiff_t leading, ptrdiff_t count, double value) {
  for (ptrdiff_t i = 0; i < count; ++i) x[i + i * leading] += value;
}

/// W, what the factors are multiplied by in a step, and the loss, at the factors as they are.
static double evaluate_parts(struct ck_pair pair, const struct pair_parts *parts) {
  const struct pair_parts s = *parts;
  padded_product(s.rows, pair.d, pair.r, 1, s.u, s.v, s.columns, true, 0, s.w, s.w);
  // Rows beyond p hold 0 times infinity when a run diverges.
  const ivec real = first_lanes(pair.p - (s.rows - LANES));
  if (pair.correlated) {
    padded_product(s.rows, pair.d, pair.d, 1, s.w, s.covariance, s.columns, false, 0, s.h, s.h);
  }
  const vec share = (vec)(pair.penalised ? -0.5 : 0.0);
  vec sum = (vec)0.0;
  for (ptrdiff_t b = 0; b < pair.d; ++b) {
    const vec scale = (vec)s.scales[b];
    for (ptrdiff_t i = 0; i < s.rows; i += LANES) {
      const ptrdiff_t place = i + b * s.rows;
      vec w = load(s.w + place);
      if (i + LANES == s.rows) w = (vec)((ivec)w & real);
      const vec target = load(s.target + place);
      const vec deviation = w - load(s.minimizer + place);
      vec h;
      if (pair.correlated) {
        vec moved = load(s.h + place);
        if (i + LANES == s.rows) moved = (vec)((ivec)moved & real);
        h = moved - target;
        sum = multiply_add(h, deviation, sum);
      } else {
        h = multiply_add(w, scale, -target);
        sum = multiply_add(scale * deviation, deviation, sum);
      }
      if (pair.penalised) h = multiply_add(share, w, h);
      store(s.h + place, h);
    }
  }
  for (ptrdiff_t b = 0; b < s.columns; b += LANES) {
    for (ptrdiff_t i = 0; i < s.rows; i += LANES) {
      transpose_block(s.h + i + b * s.rows, s.rows, s.h_transpose + b + i * s.columns, s.columns);
    }
  }
  if (pair.penalised) {
    padded_product(s.rows, pair.p, pair.r, 1, s.u, s.u, s.rows, true, 0, s.left, s.left);
    add_to_diagonal(s.left, s.rows, pair.p, -pair.imbalance);
    padded_product(s.columns, pair.d, pair.r, 1, s.v, s.v, s.columns, true, 0, s.right, s.right);
    add_to_diagonal(s.right, s.columns, pair.d, pair.imbalance);
  }
  const double excess = sum_of(sum);
  // Below zero is rounding; what is not finite must pass on.
  return pair.constant + (excess < 0 && excess >= -DBL_MAX ? 0 : excess / 2);
}

/// next = addend + scale times the gradient that belongs to the last evaluation.
INLINE void form_pair_step(struct ck_pair pair, struct pair_parts s, double scale, double beta) {
  padded_product(
      s.rows, pair.r, pair.d, scale, s.h, s.v, s.columns, false, beta, s.u, s.next_u);
  padded_product(
      s.columns, pair.r, pair.p, scale, s.h_transpose, s.u, s.rows, false, beta, s.v, s.next_v);
  if (pair.penalised) {
    padded_product(
        s.rows, pair.r, pair.p, scale / 2, s.left, s.u, s.rows, false, 1, s.next_u, s.next_u);
    padded_product(
        s.columns, pair.r, pair.d, scale / 2, s.right, s.v, s.columns, false, 1, s.next_v, s.next_v);
  }
}

static double pair_evaluate(struct ck_pair pair, double *memory) {
  struct pair_parts parts;
  lay_out_pair(pair, memory, &parts);
  return evaluate_parts(pair, &parts);
}

static void pair_gradient(struct ck_pair pair, double *memory, double *output, double *input) {
  struct pair_parts s;
  lay_out_pair(pair, memory, &s);
  form_pair_step(pair, s, 1, 0);
  for (ptrdiff_t l = 0; l < pair.r; ++l) {
    memcpy(output + l * pair.p, s.next_u + l * s.rows, sizeof(double) * (size_t)pair.p);
    memcpy(input + l * pair.d, s.next_v + l * s.columns, sizeof(double) * (size_t)pair.d);
  }
}

/// Minus the gradient at factors that stand elsewhere, U and V one after the other and padded, as it is written.
static double pair_velocity(
    struct ck_pair pair, double *memory, const double *factors, double *velocity) {
  struct pair_parts s;
  lay_out_pair(pair, memory, &s);
  s.u = (double *)factors;
  s.v = s.u + s.rows * pair.r;
  s.next_u = velocity;
  s.next_v = velocity + s.rows * pair.r;
  const double loss = evaluate_parts(pair, &s);
  form_pair_step(pair, s, -1, 0);
  return loss;
}

static ptrdiff_t pair_descend(
    struct ck_pair pair, double *memory, double step_size, ptrdiff_t count, struct ck_bounds bounds,
    double *loss) {
  struct pair_parts s;
  lay_out_pair(pair, memory, &s);
  ptrdiff_t taken = 0;
  bool goes_on = true;
  while (goes_on && taken < count) {
    form_pair_step(pair, s, -step_size, 1);
    double *const u = s.u, *const v = s.v;
    s.u = s.next_u;
    s.v = s.next_v;
    s.next_u = u;
    s.next_v = v;
    *loss = evaluate_parts(pair, &s);
    goes_on = *loss <= bounds.limit && !(*loss <= bounds.threshold);
    ++taken;
  }
  if (taken % 2 != 0) {
    memcpy(s.next_u, s.u, sizeof(double) * (size_t)(s.rows * pair.r));
    memcpy(s.next_v, s.v, sizeof(double) * (size_t)(s.columns * pair.r));
  }
  return taken;
}
