extension CompiledPolicy {
    /// Ids of the categories whose members may stand in a tier of their own beside the household's:
    /// those with relief, and those for which a tier is prescribed.
    ///
    /// - Source: 资阳市雁江区 一, 二（二）3, 4.
    public var categoriesOfOwnTier: Set<String> {
        Set(
            categories.indices.filter {
                tables.categories[$0].isRelief || tables.categories[$0].forcedTier >= 0
            }
            .map { categories[$0].id }
        )
    }
}
