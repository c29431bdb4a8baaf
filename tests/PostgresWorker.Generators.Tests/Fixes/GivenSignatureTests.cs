using Microsoft.CodeAnalysis.CodeFixes;
using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

/// <summary>What an interface or a base class says of a method can't be changed in the method alone.</summary>
public sealed class GivenSignatureTests
{
    public static TheoryData<CodeFixProvider, string, string> Fixes => new()
    {
        { new AwaitFix(), "void On(Truncated change)", "public void On(Truncated change) { {|PGW3003:Send()|}; }" },
        { new AwaitInsteadFix(), "void On(Truncated change)", "public void On(Truncated change) { Send().{|PGW3001:Wait|}(); }" },
        { new AsyncVoidFix(), "void On(Truncated change)", "public async {|PGW1003:void|} On(Truncated change) { await Send(); }" },
        { new ReturnNothingFix(), "int On(Truncated change)", "public {|PGW1002:int|} On(Truncated change) { return 1; }" },
        { new TakeByValueFix(), "void On(in Truncated change)", "public void On(in Truncated {|PGW1007:change|}) { }" },
        { new TakeChangeFix(), "void On(Order order)", "public void On({|PGW1001:Order|} order) { }" },
        { new TakeCancellationFix(), "Task On(Truncated change)", "public Task {|PGW1015:On|}(Truncated change) => Send();" },
        { new CreatableFix(), "void On(Truncated change)", "public void {|PGW1013:On|}(Truncated change) { }" },
    };

    [Theory]
    [MemberData(nameof(Fixes))]
    public Task Of_an_interface(CodeFixProvider fix, string signature, string listener) => Fixed.Stays(Source(fix, $"interface IListeners {{ {signature}; }}", "IListeners", listener), fix);

    [Theory]
    [MemberData(nameof(Fixes))]
    public Task Of_a_base_class(CodeFixProvider fix, string signature, string listener) => Fixed.Stays(
        Source(fix, $"public abstract class Base {{ public abstract {signature}; }}", "Base", listener.Replace("public ", "public override ", StringComparison.Ordinal)),
        fix);

    private static string Source(CodeFixProvider fix, string given, string from, string listener) => $$"""
        using System.Threading.Tasks;
        public sealed record Order(long Id);
        {{given}}
        public {{(fix is CreatableFix ? "abstract" : "sealed")}} class Listeners : {{from}}
        {
            [PostgresListener("orders")]
            {{listener}}
            private static Task Send() => Task.CompletedTask;
        }
        """;
}
