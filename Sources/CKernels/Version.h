// One version of all kernels: the including file sets NAME, TABLE, LANES, HAS_FMA and
// PRODUCT_LIMIT and the processor's target.

// Every sum is written as it is meant: nothing is fused behind its back.
#pragma clang fp contract(off)

// clang-format off: the order matters
#include "Vectors.h"
#include "Product.h"
#include "Combination.h"
#include "Transpose.h"
#include "Pair.h"
#include "Modes.h"
#include "Lanes.h"
#include "SingularValues.h"
// clang-format on

const struct ck_version TABLE = {
    .name = NAME,
    .vector_width = LANES,
    .product_limit = PRODUCT_LIMIT,
    .product = product,
    .combine = combine,
    .transpose = transpose,
    .pair_size = pair_size,
    .pair_layout = pair_layout,
    .pair_evaluate = pair_evaluate,
    .pair_gradient = pair_gradient,
    .pair_velocity = pair_velocity,
    .pair_descend = pair_descend,
    .modes_evaluate = modes_evaluate,
    .modes_descend = modes_descend,
    .lanes_evaluate = lanes_evaluate,
    .lanes_descend = lanes_descend,
    .lane_distances = lane_distances,
    .lane_singular_values = lane_singular_values,
};
