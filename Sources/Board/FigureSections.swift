/// The pages of figures, in the order of the navigation.
public enum FigureSections {
    /// Makes the sections over one set of figures.
    public static func make(_ figures: Figures) -> [any BoardSection] {
        [
            HomeSection(figures: figures), RankingSection(figures: figures),
            GroupSection(figures: figures), PeopleSection(figures: figures),
            PersonSection(figures: figures), RejectionSection(figures: figures),
            DecisionSection(figures: figures), DocumentSection(figures: figures),
            OfficeSection(figures: figures), EventSection(figures: figures),
        ]
    }
}
