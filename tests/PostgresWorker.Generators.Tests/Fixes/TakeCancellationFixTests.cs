using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class TakeCancellationFixTests
{
    [Theory]
    [InlineData("Truncated change", "Truncated change, CancellationToken cancellationToken")]
    [InlineData("Truncated change, System.IDisposable service = null", "Truncated change, System.IDisposable service = null, CancellationToken cancellationToken = default")]
    public Task The_last_parameter_is_the_token(string before, string after) =>
        Fixed.Becomes(Listener("{|PGW1015:On|}", before), Listener("On", after, "using System.Threading;\n"), new TakeCancellationFix());

    [Fact]
    public Task Not_where_the_name_is_taken() =>
        Fixed.Stays(Listener("{|PGW1015:On|}", "Truncated cancellationToken"), new TakeCancellationFix());

    [Fact]
    public Task Not_where_a_base_class_says_what_is_taken() => Fixed.Stays(
        """
        using System.Threading.Tasks;
        public abstract class Base { public abstract Task On(Truncated change); }
        public class Listeners : Base
        {
            [PostgresListener("orders")]
            public override Task {|PGW1015:On|}(Truncated change) => Task.CompletedTask;
        }
        """,
        new TakeCancellationFix());

    private static string Listener(string name, string parameters, string import = "") => $$"""
        {{import}}using System.Threading.Tasks;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static Task {{name}}({{parameters}}) => Task.CompletedTask;
        }
        """;
}
