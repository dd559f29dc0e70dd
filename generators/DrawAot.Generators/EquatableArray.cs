using System;
using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Generators;

/// <summary>An array that equals another with the same items, so that a step which yields it can be cached.</summary>
internal readonly struct EquatableArray<T>(IReadOnlyList<T> items) : IEquatable<EquatableArray<T>>
    where T : IEquatable<T>
{
    public IReadOnlyList<T> Items => items ?? [];

    public bool Equals(EquatableArray<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() => Items.Aggregate(Items.Count, (hash, item) => unchecked(hash * 31 + item.GetHashCode()));
}
