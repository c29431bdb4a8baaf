using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>When a listener's attempts are used up, and what becomes of the change then: the rule of the most derived exception, then the listener's general one, then the source's.</summary>
internal sealed class Exhaustion(SourceOptions options)
{
    public int MaxAttempts(ListenerRoute route, Exception error) => Find(route, error.GetType())?.MaxAttempts ?? Find(route, null)?.MaxAttempts ?? options.MaxAttempts;

    public OnExhausted After(ListenerRoute route, Exception error) => Find(route, error.GetType())?.OnExhausted ?? General(route);

    /// <summary>All that may become of a listener's changes.</summary>
    public IEnumerable<OnExhausted> Of(ListenerRoute route) => route.Retry.Select(rule => rule.OnExhausted ?? General(route)).Append(General(route)).Distinct();

    private OnExhausted General(ListenerRoute route) => Find(route, null)?.OnExhausted ?? options.OnExhausted;

    private static RetryRule? Find(ListenerRoute route, Type? error)
    {
        for (var type = error; ; type = type.BaseType)
        {
            foreach (var rule in route.Retry)
            {
                if (rule.On == type)
                {
                    return rule;
                }
            }

            if (type is null)
            {
                return null;
            }
        }
    }
}
