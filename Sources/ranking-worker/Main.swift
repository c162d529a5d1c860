import Programs

@main
enum Main {
    static func main() { RankingWorker.main() }
}
