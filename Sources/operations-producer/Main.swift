import Programs

@main
enum Main {
    static func main() { OperationsProducerCommand.main() }
}
