using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Worker;

/// <summary>A row whose name is NULL can't be read.</summary>
public sealed record Letter(long Id, string Name)
{
    public const string Table = "CREATE TABLE letters (id bigint PRIMARY KEY, name text, price numeric NOT NULL DEFAULT 1.50, span int4range NOT NULL DEFAULT '[1,3)')";
}

public sealed class LetterListeners(Inbox inbox)
{
    [PostgresListener("letters", "letters", Name = "letters")]
    public Task OnLetter(Change<Letter> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("letters-halted", "letters"), Retry(MaxAttempts = 1, OnExhausted = OnExhausted.Halt)]
    public Task OnHalted(Change<Letter> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("letters-parked", "letters"), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnParked(Change<Letter> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Letters : ISourceNamed
{
    public static string Name => "letters";
}

internal sealed class LettersHalted : ISourceNamed
{
    public static string Name => "letters-halted";
}

internal sealed class LettersParked : ISourceNamed
{
    public static string Name => "letters-parked";
}

/// <summary>The other assembly's listeners of one source: of the letters, they are the next build of this assembly's.</summary>
internal sealed class BillingOf<TSource> : IListenerModule
    where TSource : ISourceNamed
{
    static void IListenerModule.Register(ListenerRegistry listeners)
    {
        var all = new ListenerRegistry(listeners.Services);
        Register<Billing.PostgresWorkerModule>(all);
        foreach (var route in all.Routes.Where(route => route.Source == TSource.Name))
        {
            listeners.Add(route);
        }
    }

    private static void Register<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
