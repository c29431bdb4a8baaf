using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class TakeByValueFixTests
{
    [Theory]
    [InlineData("in ")]
    [InlineData("ref ")]
    [InlineData("out ")]
    [InlineData("ref readonly ")]
    public Task A_parameter_is_taken_by_value(string modifier) => Fixed.Becomes(
        $"class Listeners {{ [PostgresListener(\"orders\")] public void On({modifier}Truncated {{|PGW1007:change|}}) {{ }} }}",
        "class Listeners { [PostgresListener(\"orders\")] public void On(Truncated change) { } }",
        new TakeByValueFix());
}
