#ifndef ZHENGJIAO_CLIBXML2_SHIM_H
#define ZHENGJIAO_CLIBXML2_SHIM_H

#include <libxml/parser.h>

#endif
