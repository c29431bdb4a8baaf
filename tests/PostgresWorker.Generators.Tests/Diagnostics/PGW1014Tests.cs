using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1014Tests
{
    private const string Source = """
        namespace Shop { static class Listeners { [PostgresListener("orders")] internal static void {|PGW1014:On|}(Truncated change) { } } }
        """;

    [Fact]
    public void CSharp_11() => new Project(new ProjectOptions { Language = LanguageVersion.CSharp11 }, ("Old.cs", Source)).ExpectMarkedDiagnostics();

    [Fact]
    public void Nothing_is_generated_then() =>
        Assert.Empty(new Project(new ProjectOptions { Language = LanguageVersion.CSharp11 }, ("Old.cs", Source)).Generate().Files);

    [Fact]
    public void Not_with_CSharp_12() =>
        Assert.Empty(new Project(new ProjectOptions { Language = LanguageVersion.CSharp12 }, ("New.cs", Source)).Diagnostics());
}
