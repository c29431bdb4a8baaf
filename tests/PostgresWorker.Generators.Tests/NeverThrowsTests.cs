using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Code is broken most of the time that it is being written.</summary>
public sealed class NeverThrowsTests
{
    private const int Step = 50;

    public static TheoryData<string> Texts() => [Sources.Order + Sources.OrderListeners.Replace("namespace Shop;", "", StringComparison.Ordinal), Sources.Everything, Sources.ShopJson + Sources.Untyped.Replace("namespace Shop;", "", StringComparison.Ordinal), ValueSources.All];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_cut_off_anywhere(string text)
    {
        var project = new Project(("Listeners.cs", text)).Generate();
        for (var length = text.Length; length > Step; length -= Step)
        {
            var rest = text[..length];
            var cut = text[..(length - Step)];
            project.Edit("Listeners.cs", rest, cut);

            Assert.Contains("PostgresWorkerModule.g.cs", project.Files.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Nor_does_the_analyzer(string text)
    {
        for (var length = text.Length; length > 0; length -= Step * 6)
        {
            Assert.DoesNotContain(new Project(("Listeners.cs", text[..length])).Diagnostics(), static diagnostic => diagnostic.Id == "AD0001");
        }
    }

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

        Assert.Contains("PostgresWorkerModule.g.cs", project.Generate().Files.Keys);
        Assert.DoesNotContain(project.Diagnostics(), static diagnostic => diagnostic.Id == "AD0001");
    }
}
