// libpng as Debian ships it (libpng-dev). Only the simplified interface png_image_* is used: it
// reports errors by return value, where the full interface would jump across Swift frames.
#ifndef DEEPLINEAR_CPNG_SHIM_H
#define DEEPLINEAR_CPNG_SHIM_H

#include <png.h>

#endif
