import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';

/** A change that is sent once at a time: the second of two quick clicks comes before the button knows that it is busy. */
export function useAct<Data>(options: UseMutationOptions<Data, Error, void>) {
  const client = useQueryClient();
  const mutationKey = ['act', useId()];
  const mutation = useMutation({ ...options, mutationKey });
  const mutate = () => {
    if (!client.isMutating({ mutationKey })) mutation.mutate();
  };
  return { ...mutation, mutate };
}
