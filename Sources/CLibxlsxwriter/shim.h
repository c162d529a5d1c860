#ifndef ZHENGJIAO_CLIBXLSXWRITER_SHIM_H
#define ZHENGJIAO_CLIBXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
