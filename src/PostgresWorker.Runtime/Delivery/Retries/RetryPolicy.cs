using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Retries;

/// <summary>
/// What a listener and its source say about each kind of failure. The rule of the most derived exception wins, the listener's before the source's; what it
/// leaves out is taken from the listener's general rule, then from the source's options.
/// </summary>
internal sealed class RetryPolicy
{
    private readonly IReadOnlyList<RetryRule> _own;
    private readonly IReadOnlyList<RetryRule> _sources;
    private readonly RetryRule _general;
    private readonly SourceOptions _options;

    public RetryPolicy(IReadOnlyList<RetryRule> own, SourceOptions options)
    {
        _own = own;
        _sources = options.RetryRules;
        _general = Find(own, null) ?? new RetryRule();
        _options = options;
    }

    /// <summary>Whether any failure may end in <see cref="OnExhausted.Park"/>.</summary>
    public bool MayPark => MayEndIn(OnExhausted.Park);

    /// <summary>Whether any failure may end in <paramref name="outcome"/>.</summary>
    public bool MayEndIn(OnExhausted outcome) =>
        (_general.OnExhausted ?? _options.OnExhausted) == outcome ||
        _own.Concat(_sources).Any(rule => rule.OnExhausted == outcome);

    // Made when it is asked for: the options may have been loaded anew. Failures should be few.
    private RetryRule Last => new() { MaxAttempts = _options.MaxAttempts, MinDelay = _options.MinRetryDelay, MaxDelay = _options.MaxRetryDelay, OnExhausted = _options.OnExhausted };

    /// <summary>What is done about failures that have no rule of their own.</summary>
    public RetrySettings General => Of(_general);

    public RetrySettings For(Exception error) => Of(Rule(error.GetType()));

    private RetrySettings Of(RetryRule rule)
    {
        var last = Last;
        var (min, max) = Delays([rule, _general, last]);
        return new RetrySettings(
            rule.MaxAttempts ?? _general.MaxAttempts ?? last.MaxAttempts!.Value,
            min,
            max,
            rule.OnExhausted ?? _general.OnExhausted ?? last.OnExhausted!.Value);
    }

    private static RetryRule? Find(IReadOnlyList<RetryRule> rules, Type? on)
    {
        // Rules are few, and failures should be.
        foreach (var rule in rules)
        {
            if (rule.On == on)
            {
                return rule;
            }
        }

        return null;
    }

    // A more special rule may name one of the two, and then moves the other along: who asks for a first wait of a minute does not mean a cap of 30 s.
    private static (TimeSpan Min, TimeSpan Max) Delays(ReadOnlySpan<RetryRule> bySpeciality)
    {
        TimeSpan? min = null, max = null;
        foreach (var rule in bySpeciality)
        {
            var (low, high) = (min ?? rule.MinDelay, max ?? rule.MaxDelay);
            (min, max) = low > high ? (min is null ? (high, high) : (low, low)) : (low, high);
        }

        return (min!.Value, max!.Value);
    }

    private RetryRule Rule(Type error)
    {
        for (var type = error; type is not null; type = type.BaseType)
        {
            if (Find(_own, type) is { } own)
            {
                return own;
            }

            if (Find(_sources, type) is { } sources)
            {
                return sources;
            }
        }

        return _general;
    }
}
