using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class AsyncVoidFixTests
{
    [Fact]
    public Task Async_void_returns_a_task() => Fixed.Becomes(
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async {|PGW1003:void|} On(Truncated change) => await Task.Yield();
        }
        """,
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change) => await Task.Yield();
        }
        """,
        new AsyncVoidFix());

    [Fact]
    public Task Async_void_brings_the_using_directive_along() => Fixed.Becomes(
        """
        class Listeners
        {
            [PostgresListener("orders")]
            public async {|PGW1003:void|} On(Truncated change) => await System.Threading.Tasks.Task.Yield();
        }
        """,
        """
        using System.Threading.Tasks;

        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change) => await System.Threading.Tasks.Task.Yield();
        }
        """,
        new AsyncVoidFix());

    [Fact]
    public Task A_local_function_returns_a_task() => Fixed.Becomes(
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change)
            {
                Later();
                async {|PGW3004:void|} Later() => await Task.Yield();
            }
        }
        """,
        """
        using System.Threading.Tasks;
        class Listeners
        {
            [PostgresListener("orders")]
            public async Task On(Truncated change)
            {
                Later();
                async Task Later() => await Task.Yield();
            }
        }
        """,
        new AsyncVoidFix());

    [Fact]
    public Task A_global_using_directive_is_enough() => Fixed.Becomes(
        """
        global using System.Threading.Tasks;
        class Listeners { [PostgresListener("orders")] public async {|PGW1003:void|} On(Truncated change) => await Task.Yield(); }
        """,
        """
        global using System.Threading.Tasks;
        class Listeners { [PostgresListener("orders")] public async Task On(Truncated change) => await Task.Yield(); }
        """,
        new AsyncVoidFix());
}
