namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1021Tests
{
    [Fact]
    public void Commit() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                {|PGW1021:transaction.Commit()|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_a_loop_over_the_batch() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                foreach (var change in changes)
                {
                    try { await Task.Yield(); await {|PGW1021:transaction.CommitAsync(cancellation)|}; } catch { {|PGW1021:transaction.Rollback()|}; }
                }
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Rolling_back() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                await {|PGW1021:transaction.RollbackAsync()|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Disposing() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                {|PGW1021:transaction.Dispose()|}; await {|PGW1021:transaction.DisposeAsync()|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Through_a_question_mark() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                transaction?{|PGW1021:.Commit()|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Using() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                using ({|PGW1021:transaction|}) { }
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Using_with_await() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                await using ({|PGW1021:transaction|}.ConfigureAwait(false)) { }
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Using_declared() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                await using var mine = {|PGW1021:transaction|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Within_a_lambda() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                Action end = () => {|PGW1021:transaction.Commit()|}; end();
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_a_listener_of_messages() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public static class Listeners
            {
                [PostgresMessage("audit")] public static async Task On(LogicalMessage message, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                await {|PGW1021:transaction.CommitAsync(cancellation)|};
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_savepoint() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static async Task On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                await transaction.SaveAsync("a"); await transaction.RollbackAsync("a"); await transaction.ReleaseAsync("a");
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_transaction_of_its_own() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                var own = new Npgsql.NpgsqlTransaction(); own.Commit(); using (own) { }
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_lambdas_own_parameter() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction, CancellationToken cancellation)
            {
                Action<Npgsql.NpgsqlTransaction> end = other => other.Commit(); end(new Npgsql.NpgsqlTransaction());
            }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_outside_a_listener() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public static class Others { public static void Do(Npgsql.NpgsqlTransaction transaction) => transaction.Commit(); }
        }
        """).ExpectMarkedDiagnostics();
}
