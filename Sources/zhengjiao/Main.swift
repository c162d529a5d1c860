import Programs

@main
enum Main {
    static func main() async {
        if let program = Program(commandLine: CommandLine.arguments) {
            await program.main()
        } else {
            Zhengjiao.main()
        }
    }
}
