// Kernels for matrices so small that a call of BLAS costs more than their work.
//
// Every kernel exists in several versions of one source, for vectors of 8, 4 and 2 doubles; the widest that
// the processor has is chosen when the program starts. Matrices are column-major.
#ifndef DEEPLINEAR_CKERNELS_H
#define DEEPLINEAR_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The name of the version in use: "AVX-512", "AVX2", "SSE2", "NEON" or "portable".
const char *ck_name(void);

/// The name of a version that this processor can run, the widest first; NULL after the last.
const char * ck_available(size_t index);

/// Uses another version from now on, false when there is none of that name. What was laid out for the
/// earlier one must not be used any more.
bool ck_select(const char *name);

/// Doubles in a vector of the version in use: the rows of padded matrices are rounded up to it.
ptrdiff_t ck_vector_width(void);

/// One side of a product; `transposed` says that op(X) = X^T.
struct ck_factor {
  const double * elements;
  ptrdiff_t leading;
  bool transposed;
};

/// c = alpha op(a) op(b) + beta c, c: m x n, the inner dimension k. Zero alpha or beta means "not read".
void ck_product(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, double alpha, struct ck_factor a, struct ck_factor b,
    double beta, double * c, ptrdiff_t leading);

/// The largest m n k at which the product was measured to be no slower than a good BLAS on one thread.
ptrdiff_t ck_product_limit(void);

enum { CK_TERM_LIMIT = 16 };

/// The terms of a linear combination.
struct ck_vectors {
  const double *start[CK_TERM_LIMIT];
};

/// result = start + scale (c_1 x_1 + c_2 x_2 + ...), each of `count` elements; result may be any of them, and a
/// start of NULL is zero.
void ck_combine(
    ptrdiff_t count, double *result, const double *start, double scale, ptrdiff_t terms,
    const double *coefficients, const struct ck_vectors *vectors);

/// y = x^T for an m x n matrix x; they do not overlap.
void ck_transpose(
    ptrdiff_t m, ptrdiff_t n, const double *x, ptrdiff_t x_leading, double *y, ptrdiff_t y_leading);

/// When descent stops before its last step: after the first at which the loss is not <= limit or is <= threshold.
struct ck_bounds {
  double limit;
  double threshold;
};

/// Two factors, U: p x r and V: d x r, and their loss: see Pair.h.
struct ck_pair {
  ptrdiff_t p;
  ptrdiff_t d;
  ptrdiff_t r;
  bool correlated;
  bool penalised;
  double imbalance;
  double constant;
};

/// The number of doubles of a pair's memory, which begins on a 64-byte line and is zero where it is padded.
ptrdiff_t ck_pair_size(struct ck_pair pair);

/// Where U, V, the target, the minimiser, the scales, W and, if there is one, the covariance begin, and the strides
/// of what has p and d rows.
void ck_pair_layout(
    struct ck_pair pair, ptrdiff_t offsets[7], ptrdiff_t leading[2]);

/// Evaluates W and the loss at the factors as they are.
double ck_pair_evaluate(struct ck_pair pair, double *memory);

/// Writes the gradients in U and V, p x r and d x r without padding, at the last evaluation.
void ck_pair_gradient(
    struct ck_pair pair, double *memory, double *output, double *input);

/// Writes minus the gradients in U and V at factors outside the memory, and returns the loss there. Both lists hold
/// U and then V, each column padded with zeros to the leading dimension of the layout.
double ck_pair_velocity(
    struct ck_pair pair, double *memory, const double *factors, double *velocity);

/// Takes at most `count` steps from the last evaluation and returns how many; the loss is evaluated at each.
ptrdiff_t ck_pair_descend(
    struct ck_pair pair, double *memory, double step_size, ptrdiff_t count,
    struct ck_bounds bounds, double *loss);

/// Scalar networks side by side; every list has `stride` elements, a whole number of vectors, padded with zeros.
struct ck_modes {
  ptrdiff_t stride;
  ptrdiff_t depth;
  double *factors;  ///< `depth` lists
  double *strengths;
  double *scratch;  ///< 2 `depth` vectors, at a 64-byte line
  const double *scales;
  const double *targets;
  const double *limits;
  const double *weights;
  double constant;
};

/// Evaluates the strengths and the loss at the factors as they are.
double ck_modes_evaluate(struct ck_modes modes);

/// Takes at most `count` steps and returns how many; the loss is evaluated at each.
ptrdiff_t ck_modes_descend(
    struct ck_modes modes, double step_size, ptrdiff_t count, struct ck_bounds bounds,
    double *loss);

/// Runs that advance together, whatever the width of a vector.
enum { CK_LANE_COUNT = 8 };

/// The parts of the memory of networks in lanes, the first three with a matrix for each layer.
enum ck_lane_part {
  CK_LAYERS,     ///< W_j, d_j x d_{j-1}
  CK_PREFIXES,   ///< W_j ... W_1, d_j x d, from the second layer on; the last is W
  CK_GRADIENTS,  ///< -eta times the gradient in W_j ... W_1, d_j x d
  CK_NEXT,       ///< the second layer's next state
  CK_TARGET,     ///< Sxy^T, p x d
  CK_MINIMIZER,  ///< W*, p x d
  CK_COVARIANCE, ///< Sx, d x d
  CK_CLEAN,      ///< C, p x d
  CK_NUMBERS,    ///< eta, then the loss at W*, of each lane
  CK_LANE_PARTS
};

/// Layered networks of one shape, a network to each lane; element (i, j) of a matrix is CK_LANE_COUNT doubles.
struct ck_lanes {
  ptrdiff_t depth;
  const ptrdiff_t *widths;   ///< d_0, ..., d_depth
  const ptrdiff_t *offsets;  ///< of part k and layer j, in doubles, at k depth + j - 1
  bool correlated;           ///< whether Sx is not the identity
  bool swapped;              ///< false: for the kernels' own use
};

/// Evaluates W and the losses at the layers as they are.
void ck_lanes_evaluate(struct ck_lanes lanes, double *memory, double *loss);

/// Takes at most `count` steps from the last evaluation, to the first at which a lane leaves its bounds.
ptrdiff_t ck_lanes_descend(
    struct ck_lanes lanes, double *memory, ptrdiff_t count, const struct ck_bounds *bounds, double *loss);

/// ||x - y||_F in each lane, for matrices of `count` elements.
void ck_lane_distances(ptrdiff_t count, const double *x, const double *y, double *result);

/// The singular values of a matrix in each lane, `length` x `columns` with no more columns than rows, in no order:
/// element (i, j) is CK_LANE_COUNT doubles, and so is each value. The matrices are overwritten. Their elements have
/// magnitudes whose squares neither overflow nor, but for negligible ones, underflow. False without convergence.
bool ck_lane_singular_values(ptrdiff_t length, ptrdiff_t columns, double *matrix, double *values);

/// Entries (i, j) of A^T B at the places of a sparse pattern, minus others: for the rows first <= i < last and
/// starts[i] <= k < starts[i + 1], values[k] = a_i . b_columns[k] - subtracted[k], a_i and b_j columns of `width` doubles.
/// Without `subtracted` nothing is subtracted.
void ck_sparse_entries(
    ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *starts, const int32_t *columns, ptrdiff_t width,
    const double *left, const double *right, const double *subtracted, double *values);

/// Sums over the lines of a sparse pattern: for first <= i < last the column i of the result, `width` doubles, is the sum
/// over starts[i] <= k < starts[i + 1] of values[places[k]] source_others[k]; without `places` of values[k] source_others[k].
void ck_sparse_sums(
    ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *starts, const int32_t *others, const int32_t *places,
    ptrdiff_t width, const double *values, const double *source, double *result);

#endif
