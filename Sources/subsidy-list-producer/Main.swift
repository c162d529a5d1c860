import Programs

@main
enum Main {
    static func main() { SubsidyListProducerCommand.main() }
}
