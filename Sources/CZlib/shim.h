// zlib as Debian ships it (zlib1g-dev): raw and gzip streams, and CRC-32.
#ifndef DEEPLINEAR_CZLIB_SHIM_H
#define DEEPLINEAR_CZLIB_SHIM_H

#include <zlib.h>

#endif
