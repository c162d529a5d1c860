#ifndef ZHENGJIAO_CZLIB_SHIM_H
#define ZHENGJIAO_CZLIB_SHIM_H

#include <zlib.h>

#endif
