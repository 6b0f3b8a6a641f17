// CBLAS and LAPACK as Debian ships them: the headers come from two packages (libopenblas-dev and
// liblapacke-dev), the code of both from the one library that is linked.
#ifndef DEEPLINEAR_COPENBLAS_SHIM_H
#define DEEPLINEAR_COPENBLAS_SHIM_H

#include <cblas.h>
#include <lapack.h>

#endif
