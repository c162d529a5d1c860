#ifndef ZHENGJIAO_CLIBPQ_SHIM_H
#define ZHENGJIAO_CLIBPQ_SHIM_H

#include <libpq-fe.h>

#endif
