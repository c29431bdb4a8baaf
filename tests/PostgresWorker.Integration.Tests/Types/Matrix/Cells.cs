using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>The generated readers of the rows that this assembly's listeners of the source <c>types</c> take.</summary>
internal sealed class Cells : ISourceNamed
{
    private static readonly Lazy<IReadOnlyList<ListenerRoute>> Routes = new(Registered);

    public static string Name => "types";

    /// <summary>The generated reader of <typeparamref name="TRow"/>.</summary>
    public static RowReader<TRow> ReaderOf<TRow>() =>
        Routes.Value.OfType<RowListenerRoute<TRow>>().FirstOrDefault()?.Reader
        ?? throw new InvalidOperationException($"No listener of the source '{Name}' takes {TypeName.Of(typeof(TRow))}: declare one in Types/Cells.");

    private static IReadOnlyList<ListenerRoute> Registered()
    {
        var listeners = new ListenerRegistry(new ServiceCollection());
        Register<OnlySource<Cells>>(listeners);
        return listeners.Routes;
    }

    private static void Register<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
