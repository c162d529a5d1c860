import Programs

@main
enum Main {
    static func main() { PaymentProducerCommand.main() }
}
