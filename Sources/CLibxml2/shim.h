#ifndef ZHENGJIAO_CLIBXML2_SHIM_H
#define ZHENGJIAO_CLIBXML2_SHIM_H

/* Debian's libxml2 is built with ICU and its headers then take in ICU's own, which differ from
   those inside Foundation. Nothing here uses converters, so the headers are read without them. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>

#endif
