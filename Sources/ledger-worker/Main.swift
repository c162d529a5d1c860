import Programs

@main
enum Main {
    static func main() { LedgerWorker.main() }
}
