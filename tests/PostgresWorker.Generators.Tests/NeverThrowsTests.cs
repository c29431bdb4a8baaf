using PostgresWorker.Generators.Parsing;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Code is broken most of the time that it is being written.</summary>
public sealed class NeverThrowsTests
{
    private const int Step = 50;
    private const uint Damages = 6;

    public static TheoryData<string, string> Files() => [.. Samples.All.SelectMany(static sample => sample.Value.Select(file => (sample.Key, file.Path)))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_text_cut_off_anywhere(string sample, string file)
    {
        var project = new Project(Samples.All[sample]).Survive();
        var text = Text(sample, file);
        for (var length = (text.Length - 1) / Step * Step; length > 0; length -= Step)
        {
            Assert.Contains("PostgresWorkerModule.g.cs", project.Replace(file, text[..length]).Survive().Files.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Tokens_that_are_missing_or_out_of_place(string sample, string file)
    {
        var project = new Project(Samples.All[sample]);
        for (var seed = 1u; seed <= Damages; seed++)
        {
            Assert.Contains("PostgresWorkerModule.g.cs", project.Replace(file, new Damage(seed).To(Text(sample, file))).Survive().Files.Keys);
        }
    }

    [Fact]
    public void A_parser_that_throws_would_be_seen() => Assert.ThrowsAny<Exception>(() => new Project(
        new ProjectOptions { Reading = new ListenerReading(static (_, _, _, _) => throw new InvalidOperationException()) },
        Samples.All["Sources.Order"]).Survive());

    [Theory]
    [InlineData("[PostgresListener] public static void On(Change<Order> change) { }")]
    [InlineData("[PostgresListener(1, 2)] public static void On(Change<Order> change) { }")]
    [InlineData("[PostgresListener(null, null)] public static void On(Change<Order> change) { }")]
    [InlineData("[PostgresListener(\"a\", \"b\", \"c\")] public static void On(Change<Order> change) { }")]
    [InlineData("[PostgresListener(\"a\", Name = 5)] public static void On(Change<Order> change) { }")]
    [InlineData("[PostgresMessage] public static void On(LogicalMessage message) { }")]
    [InlineData("[PostgresMessage(1, 2)] public static void On(LogicalMessage<> message) { }")]
    [InlineData("[PostgresMessage(\"a\", Json = 5)] public static void On(LogicalMessage<Order> message) { }")]
    [InlineData("[PostgresMessage(\"a\", Json = typeof(Missing))] public static void On(LogicalMessage<Missing> message) { }")]
    [InlineData("[PostgresMessage(\"a\", Json = typeof(int*))] public static void On(LogicalMessage<dynamic> message) { }")]
    [InlineData("[PostgresMessage(null, Json = typeof(void))] public static void On(LogicalMessage<Order[]> message) { }")]
    [InlineData("[PostgresMessage(\"a\")] int Property { get; }")]
    [InlineData("[PostgresListener(\"a\")] public static Missing On(Change<Missing> change, Missing missing) { }")]
    [InlineData("[PostgresListener(\"a\")] public static void On(Change<>  change) { }")]
    [InlineData("[PostgresListener(\"a\")] public static void (Change<Order> change) { }")]
    [InlineData("[PostgresListener(\"a\")] public static void On(Change<Order[]> change, int* pointer, dynamic any) { }")]
    [InlineData("[PostgresListener(\"a\")] public static void On(Change<dynamic> change)")]
    [InlineData("[PostgresListener(\"a\")] public static void On(Change<(int, int)> change)")]
    [InlineData("[PostgresListener(\"a\")] ~Listeners() { }")]
    [InlineData("[PostgresListener(\"a\")] int Property { get; }")]
    public void A_line_that_no_one_would_write(string line)
    {
        var project = new Project($"namespace Shop; public sealed record Order(long Id); public unsafe class Listeners {{ {line} }}");

        Assert.Contains("PostgresWorkerModule.g.cs", project.Survive().Files.Keys);
    }

    private static string Text(string sample, string file) => Samples.All[sample].Single(one => one.Path == file).Text;
}
