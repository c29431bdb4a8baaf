using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class RethrowFixTests
{
    [Fact]
    public Task The_exception_is_let_out() => Fixed.Becomes(
        """
        using System;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static void On(Truncated change)
            {
                try { Console.Write(change); }
                {|PGW3005:catch|} (Exception)
                {
                }
            }
        }
        """,
        """
        using System;
        static class Listeners
        {
            [PostgresListener("orders")]
            public static void On(Truncated change)
            {
                try { Console.Write(change); }
                catch (Exception)
                {
                    throw;
                }
            }
        }
        """,
        new RethrowFix());
}
